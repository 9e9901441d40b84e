/** What the mail about a forgotten password says: pure. */

/** Subject and text in English; `minutes` is how long the link opens. */
export function resetMail({ url, minutes }: { url: string; minutes: number }): { subject: string; text: string } {
  return {
    subject: 'Your new password for Plan Charge',
    text: [
      'Hello,',
      '',
      'Somebody, probably you, forgot the password of this address.',
      'Open this link to choose a new one:',
      '',
      url,
      '',
      `It can be used once, within ${String(minutes)} minutes. Everybody who is signed in`,
      'with the old password is signed out then.',
      '',
      'If it was not you, there is nothing to do: the password stays as it is.',
      '',
    ].join('\n'),
  };
}
