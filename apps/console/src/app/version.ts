// Which version of the pages it is; the server that has sent them has the same.

declare const __LOOOP_VERSION__: string;

/** Put in by the build. */
export const VERSION: string = __LOOOP_VERSION__;
