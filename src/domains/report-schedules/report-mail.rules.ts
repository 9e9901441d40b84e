/** The words of the mail that brings a report. */
import type { Language } from '../../rendering/table.types';

export interface ReportMailFacts {
  language: Language;
  /** Of the schedule. */
  name: string;
  title: string;
  period: string;
  facts: readonly { title: string; value: string }[];
  /** Names of the files that come with the mail. */
  attached: readonly string[];
  /** Names of files that are too large for it. */
  leftOut: readonly string[];
  /** Where the run is, for who may see it. */
  link: string;
  hasChart: boolean;
}

/** For `<img src="cid:…">`. */
export const CHART_CID = 'chart@plan-charge.invalid';
/** Servers commonly refuse mails above 20 to 25 MB, and base64 adds a third. */
export const MOST_ATTACHED_BYTES = 12 * 1024 * 1024;

const TEXTS = {
  en: { attached: 'Attached', leftOut: 'Too large for a mail', link: 'Open the run', colon: ': ' },
  fr: {
    attached: 'En pièce jointe',
    leftOut: 'Trop volumineux pour un courriel',
    link: 'Ouvrir ce rapport',
    colon: ' : ',
  },
} as const;

/** Which of the files go with the mail: in order, as long as they fit together. */
export function attachable<File extends { bytes: number }>(
  files: readonly File[],
): { attached: File[]; leftOut: File[] } {
  const attached: File[] = [];
  const leftOut: File[] = [];
  let room = MOST_ATTACHED_BYTES;
  for (const file of files) {
    if (file.bytes <= room) {
      attached.push(file);
      room -= file.bytes;
    } else leftOut.push(file);
  }
  return { attached, leftOut };
}

/** Subject, plain text and HTML; what somebody has written is escaped. */
export function reportMail(mail: ReportMailFacts): { subject: string; text: string; html: string } {
  const { name, title, period, link, hasChart } = mail;
  const { colon, link: linkText } = TEXTS[mail.language];
  const lines = linesOf(mail);
  const written = lines.map(([term, value]) => `${term}${colon}${value}`);
  const rows = lines.map(
    ([term, value]) =>
      `<tr><td style="padding:2px 12px 2px 0;color:#555">${escaped(term)}</td><td>${escaped(value)}</td></tr>`,
  );
  const image = `<p><img src="cid:${CHART_CID}" alt="${escaped(title)}" width="640" style="max-width:100%"></p>`;
  const html = `<!doctype html>
<html lang="${mail.language}"><body style="font-family:sans-serif;color:#222">
<h1 style="font-size:18px">${escaped(title)}</h1>
<p>${escaped(period)}</p>
${hasChart ? image : ''}
<table style="border-collapse:collapse">${rows.join('')}</table>
<p><a href="${escaped(link)}">${escaped(linkText)}</a></p>
</body></html>
`;
  const text = `${[title, period, '', ...written, '', `${linkText}${colon}${link}`].join('\n')}\n`;
  return { subject: `${name}${colon}${period}`, text, html };
}

function linesOf({ language, facts, attached, leftOut }: ReportMailFacts): [string, string][] {
  const words = TEXTS[language];
  const lines: [string, string][] = facts.map(({ title, value }) => [title, value]);
  if (attached.length > 0) lines.push([words.attached, attached.join(', ')]);
  if (leftOut.length > 0) lines.push([words.leftOut, leftOut.join(', ')]);
  return lines;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
