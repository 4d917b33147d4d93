export { consolePlugin, type ConsolePluginOptions } from './console-plugin.ts';
