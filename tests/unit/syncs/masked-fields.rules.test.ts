/** What of a provider's record is shown. */
import { expect, test } from '@jest/globals';
import { maskedFields } from '../../../src/domains/syncs/masked-fields.rules';

test('who and when stay; of what is private only enough is left to recognise it', () => {
  const shown = maskedFields({
    surname: 'Faurelle',
    birthDate: '1990-04-12',
    birthName: 'Marchand',
    gender: 'female',
    matricule: '00417',
    phones: ['+33 6 12 34 56 78'],
    addresses: [{ address: '1 rue des Lilas', postcode: '69001', city: 'Lyon' }, { address: '2 rue' }],
    emails: [{ address: 'jane@demo.com', type: 'professional' }],
    email: 'jane@demo.com',
    voucherAmount: 900,
    companyPartAmount: 540,
    employeePartAmount: 360,
  });
  expect(shown).toEqual({
    surname: 'Faurelle',
    birthDate: '1990-**-**',
    birthName: 'M***',
    gender: null,
    matricule: '***17',
    phones: ['***78'],
    addresses: [{ city: 'Lyon' }, null],
    emails: [{ address: 'j***@demo.com', type: 'professional' }],
    email: 'j***@demo.com',
    voucherAmount: null,
    companyPartAmount: null,
    employeePartAmount: null,
  });
});

test.each([
  ['an address without a name', { email: '@demo.com' }, { email: '***' }],
  ['nothing', { birthDate: null, matricule: null, email: null }, { birthDate: null, matricule: null, email: null }],
  ['an empty name', { birthName: '' }, { birthName: '' }],
  ['another shape', { birthDate: 7, phones: 'x', emails: ['y'] }, { birthDate: 7, phones: 'x', emails: ['y'] }],
])('%s stays what it says nothing about', (_, fields, shown) => {
  expect(maskedFields(fields)).toEqual(shown);
});
