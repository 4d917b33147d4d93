// Messages cannot be turned inward, however an address is written and whatever a name answers.
import { describe, expect, it } from 'vitest';
import { guardedConnector } from '../src/guarded-connector.ts';
import { parseNetworks, type HttpWebhookSenderOptions } from '../src/index.ts';
import { kindOfAddress } from '../src/allowed-address.ts';
import { networks, openLocalSender, openSender, startReceiver } from './support/receivers.ts';

/** Spellings of addresses of this machine and of its surroundings. */
const INWARD = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.1',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '0.0.0.0',
  '[::]',
  '169.254.169.254',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '[fd00::1]',
  '[fe80::1]',
  '[::ffff:169.254.169.254]',
  'localhost',
  'localhost.',
  'a.localhost',
];

type LookUp = NonNullable<HttpWebhookSenderOptions['lookUp']>;

/** Answers of a name server, one a look-up; the last one stays. */
const answering = (
  ...answers: readonly (readonly string[])[]
): { readonly lookUp: LookUp; readonly asked: () => number } => {
  let asked = 0;
  return {
    asked: () => asked,
    lookUp: (_name, _options, callback) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
  };
};

describe('addresses that are written in the URL', () => {
  it.each(INWARD)('%s is refused when it is saved, and when a message is sent', async (host) => {
    const { port, received } = await startReceiver((_request, response) => response.end());
    const sender = openSender();
    for (const scheme of ['https', 'http']) {
      const url = `${scheme}://${host}:${port}/hooks`;
      expect(sender.refusalOf(url)).toMatch(/must/u);
      expect(await sender.sendNow(url)).toMatchObject({ kind: 'blocked' });
    }
    expect(received).toEqual([]);
  });

  it.each(INWARD)('%s is refused by the connection itself', async (host) => {
    const { hostname } = new URL(`https://${host}/`);
    const { lookUp } = answering(['127.0.0.1']);
    const connect = guardedConnector({ networks: [], timeoutMs: 1000, lookUp });
    const failure = await new Promise((resolve) => {
      connect({ hostname, protocol: 'https:', port: '1' }, (...[error]) => resolve(error));
    });
    expect(failure).toMatchObject({ name: 'BlockedAddress' });
  });

  it('public ones are not', () => {
    const sender = openSender();
    for (const host of ['platform.example', '8.8.8.8', '[2606:4700::1111]', 'platform.example:8443'])
      expect(sender.refusalOf(`https://${host}/hooks?a=b`)).toBe(undefined);
  });
});

describe('what else a URL may not be', () => {
  it.each([
    'http://platform.example/hooks',
    'ftp://platform.example/hooks',
    'file:///etc/passwd',
    'https://user@platform.example/hooks',
    'https://user:password@platform.example/hooks',
    'https://platform.example/hooks#part',
    'platform.example',
    '',
  ])('%s', (url) => expect(openSender().refusalOf(url)).toMatch(/must/u));
});

describe('names', () => {
  it('that lead inward are refused when a message is sent', async () => {
    for (const addresses of [['127.0.0.1'], ['::1'], ['10.0.0.1', '192.168.0.1'], ['::ffff:127.0.0.1'], ['::7f00:1']]) {
      const { lookUp, asked } = answering(addresses);
      const sender = openSender({ lookUp });
      expect(sender.refusalOf('https://platform.example/')).toBe(undefined);
      expect(await sender.sendNow('https://platform.example/')).toMatchObject({ kind: 'blocked' });
      expect(asked()).toBe(1);
    }
  });

  it('that change their answer do not get through: what is connected to is what was checked', async () => {
    const { port, received } = await startReceiver((_request, response) => response.end());
    // Nobody listens at the first address, which the operator allows; at the second one, which is not allowed, somebody does.
    const { lookUp, asked } = answering(['127.0.0.2'], ['127.0.0.1']);
    const sender = openSender({ lookUp, networks: networks('127.0.0.2/32') });
    const url = `http://platform.example:${port}/`;
    expect(await sender.sendNow(url)).toMatchObject({ kind: 'unreachable', detail: 'ECONNREFUSED' });
    expect(await sender.sendNow(url)).toMatchObject({ kind: 'blocked' });
    expect([asked(), received]).toEqual([2, []]);
  });

  it('that lead to several addresses are connected to by those that are allowed', async () => {
    const { port, received } = await startReceiver((_request, response) => response.end());
    const { lookUp } = answering(['10.0.0.1', '127.0.0.1']);
    const sender = openSender({ lookUp, networks: networks('127.0.0.1/32') });
    expect(await sender.sendNow(`http://platform.example:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
    expect(received.length).toBe(1);
  });
});

describe('networks that the operator names', () => {
  it('may be sent to, without TLS, too; others may not', async () => {
    const { port, received } = await startReceiver((_request, response) => response.end());
    const sender = openLocalSender();
    expect(await sender.sendNow(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
    expect(received.length).toBe(1);
    expect(sender.refusalOf('http://10.0.0.1/')).toMatch(/public internet/u);
    expect(sender.refusalOf('http://8.8.8.8/')).toMatch(/https/u);
    const { lookUp } = answering(['8.8.8.8']);
    const plain = openSender({ lookUp, networks: networks('10.0.0.0/8') });
    expect(await plain.sendNow('http://platform.example/')).toMatchObject({ kind: 'blocked' });
  });

  it('are addresses with the length of a prefix', () => {
    expect(parseNetworks('10.0.0.0/8, fd00::/8')?.length).toBe(2);
    for (const text of ['', '10.0.0.0', '10.0.0.0/33', 'platform.example', '10.0.0.0/8,'])
      expect(parseNetworks(text)).toBe(undefined);
    const allowed = networks('10.0.0.0/8,fd00::/8');
    const kinds = ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '11.0.0.1', '192.168.0.1', 'x'].map((one) =>
      kindOfAddress(one, allowed),
    );
    expect(kinds).toEqual(['allowed', 'allowed', 'allowed', 'public', 'blocked', 'blocked']);
  });
});
