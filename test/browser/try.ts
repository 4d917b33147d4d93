import { readFileSync } from 'node:fs';
import { openBrowser, openPage, examine } from './open-browser.ts';
const origin = process.argv[2] ?? '';
const data = process.argv[3] ?? '';
const link = readFileSync(`${data}/first-sign-in`, 'utf8').trim();
const token = readFileSync(`${data}/demo-token`, 'utf8').trim();
const browser = await openBrowser();
const { page, faults } = await openPage(browser, origin);
const found: string[] = [];
try {
await page.goto(link);
await page.waitForSelector('h1');
found.push(...await examine(page, 'link'));
await page.getByLabel(/New password/).fill('correct horse battery');
await page.getByRole('button', { name: /Set password/ }).click();
await page.getByRole('heading', { level: 1, name: 'Organisations' }).waitFor();
found.push(...await examine(page, 'organisations'));
await page.getByRole('link', { name: 'demo' }).click();
await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
await page.getByRole('heading', { level: 2 }).first().waitFor();
found.push(...await examine(page, 'overview-empty'));
for (let i = 0; i < 12; i++) {
  const r = await fetch(`${origin}/scim/v2/Users`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }, body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `ana${i}@acme.example`, name: { givenName: 'Ana', familyName: 'Pop' }, custom_4: 'x', active: true }) });
  if (i === 0) console.log(r.status);
  const b = (await r.json()) as { id: string };
  if (i % 3 === 0) await fetch(`${origin}/scim/v2/Users/${b.id}`, { method: 'PATCH', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }, body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', value: { active: false } }] }) });
}
await fetch(`${origin}/scim/v2/Users`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }, body: JSON.stringify({ userName: 'ana1@acme.example' }) });
await page.waitForTimeout(4000);
found.push(...await examine(page, 'overview'));
await page.getByRole('link', { name: 'Provisioning' }).click();
await page.getByRole('heading', { level: 2, name: 'SCIM Integration' }).waitFor();
found.push(...await examine(page, 'provisioning'));
await page.getByRole('button', { name: 'Issue a token' }).click();
await page.getByRole('dialog').waitFor();
found.push(...await examine(page, 'issue-token'));
await page.getByRole('dialog').getByRole('button', { name: 'Issue a token' }).click();
await page.getByText('I have copied it').waitFor();
found.push(...await examine(page, 'issued-token'));
await page.getByText('I have copied it').click();
await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
await page.getByRole('button', { name: /Account of/ }).click();
await page.getByRole('menuitem', { name: 'Your account' }).click();
await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
found.push(...await examine(page, 'account'));
} catch (e) { console.log(e); await page.screenshot({ path: 'test/output/failed.png' }); }
console.log([...new Set(found)].join('\n'), '\nFAULTS', faults);
await browser.close();
