import { describe, expect, test } from '@jest/globals';
import { isIpAddress, isPublicAddress } from '../../../src/platform/public-address.rules';

describe('addresses of the public internet', () => {
  test.each([
    '93.184.216.34',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '168.63.129.17',
    '2606:4700:4700::1111',
    '2a00:1450:4007:80e::200e',
    '2001:200::1',
    '64:ff9b::5db8:d822', // NAT64 of 93.184.216.34
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('addresses that are not', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:93.184.216.34',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:1ff:ffff::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '3fff:fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '4000::1',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(isIpAddress(address)).toBe(true);
  });

  test.each([
    '',
    'localhost',
    'a.b.c.d',
    '256.0.0.1',
    '1.2.3',
    '1::2::3',
    '1:2:3',
    '12345::',
    ':',
    '1:2:3:4:5:6:7:8:9',
    '::g',
    '1:2:3:4:5:6:7::8:9',
    '1.2.3.4::',
  ])('"%s" is no address at all', (text) => {
    expect(isPublicAddress(text)).toBe(false);
    expect(isIpAddress(text)).toBe(false);
  });
});
