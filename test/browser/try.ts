import { openBrowser, openPage, examine } from './open-browser.ts';
const origin = process.argv[2] ?? '';
const browser = await openBrowser();
const { page, faults } = await openPage(browser, origin);
await page.goto('/');
await page.waitForSelector('h1');
console.log(await examine(page, 'sign-in'), faults);
await browser.close();
