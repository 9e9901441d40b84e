/** Writes an answer to the connection. */
import type { Context } from 'koa';
import type { Answer, FileBody } from './route';

/** Status, headers and body; 304 where the caller has this version. */
export function writeAnswer(ctx: Context, answer: Answer): void {
  ctx.status = answer.status;
  if (answer.headers !== undefined) ctx.set(answer.headers);
  if (answer.version !== undefined) ctx.set('ETag', etagOf(answer.version));
  if (ctx.method === 'GET' && answer.version !== undefined && isKnown(ctx, etagOf(answer.version))) {
    ctx.status = 304;
    ctx.body = null;
    return;
  }
  if (answer.file !== undefined) return;
  // As text: whoever asks a body of Koa for its length makes its text, and sending it makes that again.
  const text = answer.json?.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  if (text === undefined || text === 'null') {
    ctx.body = null;
    ctx.status = answer.status;
    return;
  }
  ctx.type = 'application/json';
  ctx.body = text;
}

/** The file in place of the JSON body. A page that is shown may run nothing and load nothing. */
export async function writeFile(ctx: Context, file: FileBody): Promise<void> {
  ctx.body = await file.bytes();
  ctx.set('Content-Type', file.mediaType);
  if (file.isInline) ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  ctx.attachment(file.name, { type: file.isInline ? 'inline' : 'attachment' });
}

/** Not `ctx.fresh`: fetch sends `Cache-Control: no-cache` with its own `If-None-Match`, and that would forbid a 304. */
function isKnown(ctx: Context, etag: string): boolean {
  const known = ctx
    .get('If-None-Match')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}

/** @example etagOf(3) === '"3"' */
export function etagOf(version: number): string {
  return `"${String(version)}"`;
}
