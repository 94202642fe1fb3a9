import { describe, expect, test } from '@jest/globals';
import { type AddressRefusal, mayBeReached, refusalOf } from './address.rules.js';

describe('an address is refused before anything is looked up', () => {
  test.each<[string, string, AddressRefusal | undefined]>([
    ['a good one', 'https://hooks.example.org/marac?x=1', undefined],
    ['another port', 'https://hooks.example.org:8443/', undefined],
    ['nothing', '', 'not-a-url'],
    ['words', 'hooks', 'not-a-url'],
    ['plain HTTP', 'http://hooks.example.org/', 'not-https'],
    ['a file', 'file:///etc/passwd', 'not-https'],
    ['gopher', 'gopher://127.0.0.1:6379/_FLUSHALL', 'not-https'],
    ['credentials', 'https://user:secret@hooks.example.org/', 'url-credentials'],
    ['a user before another host', 'https://hooks.example.org@127.0.0.1/', 'url-credentials'],
    ['a fragment', 'https://hooks.example.org/#x', 'url-fragment'],
    ['loopback', 'https://127.0.0.1/', 'private-address'],
    ['loopback as one number', 'https://2130706433/', 'private-address'],
    ['loopback in hexadecimal', 'https://0x7f.0x0.0x0.0x1/', 'private-address'],
    ['loopback in octal', 'https://0177.0.0.1/', 'private-address'],
    ['loopback shortened', 'https://127.1/', 'private-address'],
    ['loopback in full-width digits', 'https://１２７.0.0.1/', 'private-address'],
    ['nowhere', 'https://0.0.0.0/', 'private-address'],
    ['metadata of clouds', 'https://169.254.169.254/latest/meta-data/', 'private-address'],
    ['private 10', 'https://10.0.0.1/', 'private-address'],
    ['private 172.16', 'https://172.16.0.1/', 'private-address'],
    ['private 192.168', 'https://192.168.1.1/', 'private-address'],
    ['shared by carriers', 'https://100.64.0.1/', 'private-address'],
    ['multicast', 'https://224.0.0.1/', 'private-address'],
    ['broadcast', 'https://255.255.255.255/', 'private-address'],
    ['reserved', 'https://240.0.0.1/', 'private-address'],
    ['for documentation', 'https://192.0.2.1/', 'private-address'],
    ['loopback IPv6', 'https://[::1]/', 'private-address'],
    ['unspecified IPv6', 'https://[::]/', 'private-address'],
    ['IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/', 'private-address'],
    ['IPv4 in IPv6, in hexadecimal', 'https://[::ffff:7f00:1]/', 'private-address'],
    ['IPv4 translated', 'https://[64:ff9b::7f00:1]/', 'private-address'],
    ['6to4 of loopback', 'https://[2002:7f00:1::]/', 'private-address'],
    ['unique local', 'https://[fd00::1]/', 'private-address'],
    ['metadata of a cloud by IPv6', 'https://[fd00:ec2::254]/', 'private-address'],
    ['link-local IPv6', 'https://[fe80::1]/', 'private-address'],
    ['multicast IPv6', 'https://[ff02::1]/', 'private-address'],
    ['a public address', 'https://93.184.215.14/', undefined],
  ])('%s', (_what, url, refusal) => expect(refusalOf(url, false)).toBe(refusal));
});

describe('only tests may send to this machine', () => {
  test.each<[string, boolean]>([
    ['http://127.0.0.1:8080/', true],
    ['http://localhost:8080/', true],
    ['http://10.0.0.1/', false],
    ['http://[::ffff:127.0.0.1]/', false],
  ])('%s', (url, allowed) => {
    expect(refusalOf(url, true) === undefined).toBe(allowed);
    expect(refusalOf(url, false)).toBe('not-https');
  });

  test('an answer of a resolver that is no address is none', () => expect(mayBeReached('localhost', true)).toBe(false));
});
