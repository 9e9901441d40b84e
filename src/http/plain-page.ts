/** A page of our own, for people who come by a link of a mail: a document with one script, kept by nobody. */
import type Router from '@koa/router';

export interface PlainPage {
  title: string;
  /** Rules beyond those that every page has. */
  style?: string;
  /** HTML of ours; nothing that somebody typed goes in here. */
  body: string;
  /** Where its script is. */
  script: string;
}

const STYLE =
  'body { font: 16px sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem } input, textarea { width: 100%; box-sizing: border-box }';

/** Serves the page at `path`. */
export function addPage(router: Router, path: string, { title, style = '', body, script }: PlainPage): void {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – Plan Charge</title>
    <style>${STYLE} ${style}</style>
  </head>
  <body>
    <h1>${title}</h1>
    ${body}
    <output></output>
    <script src="${script}"></script>
  </body>
</html>
`;
  router.get(path, (ctx) => {
    ctx.type = 'text/html; charset=utf-8';
    ctx.set('Cache-Control', 'no-store');
    ctx.body = html;
  });
}

/** Serves a page's script at `path`. */
export function addScript(router: Router, path: string, text: string): void {
  router.get(path, (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8';
    ctx.body = text;
  });
}
