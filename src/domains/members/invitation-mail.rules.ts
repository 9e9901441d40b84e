/** What an invitation says: pure. */

/** Subject and text in English; `until` in UTC. */
export function invitationMail(facts: { organization: string; inviter: string | null; url: string; until: Date }): {
  subject: string;
  text: string;
} {
  const { organization, inviter, url, until } = facts;
  const who = inviter === null ? 'You are invited' : `${inviter} invites you`;
  return {
    subject: `Join ${organization} on Plan Charge`,
    text: [
      'Hello,',
      '',
      `${who} to join ${organization} on Plan Charge.`,
      'Open this link to accept:',
      '',
      url,
      '',
      `It can be used once, until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you have an`,
      'account with this address, its password is asked for; otherwise you',
      'choose one.',
      '',
      'If you do not expect this, there is nothing to do.',
      '',
    ].join('\n'),
  };
}
