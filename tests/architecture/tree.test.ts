/** The tree as HOUSE lays it out: names that say something, sizes that can be read, one reader of the environment. */
import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');
const SOURCES = /^(src|workflows|activities|temporal-config|migrations)\//;

/** Every file of the tree that is not ignored, committed or not, with its text if it is code. */
const files = listFiles();
const GENERATED = 'src/client/api-types.d.ts';
const code = files.filter((file) => /\.(ts|mts|cts|js|mjs|cjs)$/.test(file) && file !== GENERATED);
const textOf = new Map(code.map((file) => [file, readFileSync(join(PROJECT, file), 'utf8')]));

function listFiles(): string[] {
  const options = { cwd: PROJECT, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 } as const;
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], options);
  return listed.split('\n').filter((file) => file !== '' && existsSync(join(PROJECT, file)));
}

/** `file:line` of every line of `among` that `pattern` matches. */
function linesMatching(pattern: RegExp, among: (file: string) => boolean): string[] {
  return [...textOf].flatMap(([file, text]) =>
    among(file) ? text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])) : [],
  );
}

const isSource = (file: string): boolean => SOURCES.test(file);
/** What names a pattern in order to forbid it. */
const isThisTest = (file: string): boolean => file.startsWith('tests/architecture/') || file.startsWith('.ci/');

describe('names', () => {
  test('no file or folder has a name that says nothing', () => {
    const silent = /(^|[/.-])(utils?|helpers?|common|misc|manager|service|data|info|old|new|v2)([/.-]|$)/;
    expect(code.filter((file) => silent.test(file))).toEqual([]);
  });

  test('files are kebab-case with the suffixes of the house', () => {
    const named = code.filter((file) => /^(src|workflows|activities|temporal-config)\//.test(file));
    expect(
      named.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?(\.d)?\.(ts|cts|cjs)$/.test(basename(file))),
    ).toEqual([]);
    const suffixes =
      'types|rules|schema|routes|resource|policy|presenter|model|repository|command|query|contract|provider';
    const inDomains = named.filter((file) => file.startsWith('src/domains/'));
    const unknown = inDomains.filter(
      (file) => /^[^.]+\.[^.]+\.ts$/.test(basename(file)) && !new RegExp(`\\.(${suffixes})\\.ts$`).test(file),
    );
    expect(unknown).toEqual([]);
  });

  test('only the two registries are index files', () => {
    const registries = ['workflows/index.ts', 'activities/index.ts'];
    expect(code.filter((file) => /^index\./.test(basename(file)) && !registries.includes(file))).toEqual([]);
  });

  test('no two migrations have the same number', () => {
    const numbers = files.flatMap((file) => /^migrations\/(\d{4})_\w+\.ts$/.exec(file)?.[1] ?? []);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual([...new Set(numbers)]);
  });
});

describe('size and style', () => {
  test('no file is longer than 250 lines, no test than 400', () => {
    const long = [...textOf].filter(
      ([file, text]) => text.split('\n').length - 1 > (file.startsWith('tests/') ? 400 : 250),
    );
    expect(long.map(([file]) => file)).toEqual([]);
  });

  test('every source file begins by saying what it is for', () => {
    const silent = [...textOf].filter(
      ([file, text]) => isSource(file) && !/^(#!.*\n)?(['"]use strict['"];\n+)?(\/\*\*|\/\/)/.test(text),
    );
    expect(silent.map(([file]) => file)).toEqual([]);
  });

  test('no rule and no type check is switched off in a file', () => {
    const switchedOff = /@ts-(ignore|nocheck|expect-error)|eslint-disable|prettier-ignore|\bas any\b/;
    expect(linesMatching(switchedOff, (file) => !isThisTest(file))).toEqual([]);
  });

  test('no promise is left for later', () => {
    expect(linesMatching(/\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented/, (file) => !isThisTest(file))).toEqual([]);
  });

  test('no test is switched off or run alone', () => {
    const off = /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/;
    expect(linesMatching(off, (file) => file.startsWith('tests/') && !isThisTest(file))).toEqual([]);
  });
});

describe('boundaries', () => {
  test('only src/config and the launcher read the environment', () => {
    const elsewhere = (file: string): boolean =>
      isSource(file) && !file.startsWith('src/config/') && !file.endsWith('.cjs');
    expect(linesMatching(/process\.env\b|from '(node:)?process'/, elsewhere)).toEqual([]);
  });

  test('only one file of the server says where the API stands', () => {
    const others = (file: string): boolean =>
      /^src\/(http|domains|shared)\//.test(file) && file !== 'src/shared/api-path.ts';
    expect(linesMatching(/['"`}]\/api\/v1\b(?!`)/, others)).toEqual([]);
  });

  test('nothing outside the project is imported or read by path', () => {
    const outside = /['"`](\/work\/|(\.\.\/)+shared\/(contracts|data|hooks)\/)/;
    expect(linesMatching(outside, (file) => !isThisTest(file))).toEqual([]);
    const reading = [...textOf].filter(([file]) => !isThisTest(file));
    const escaping = reading.flatMap(([file, text]) =>
      [...text.matchAll(/(?:from|import\(|require\()\s*['"](\.[^'"]*)['"]/g)]
        .map((match) => join('/project', file, '..', match[1]!))
        .filter((target) => !target.startsWith('/project/'))
        .map((target) => `${file} -> ${target}`),
    );
    expect(escaping).toEqual([]);
  });
});

describe('what the documents name', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts,
  );
  const documents = files.filter((file) => file.endsWith('.md'));

  test('npm scripts that exist', () => {
    const missing = documents.flatMap((file) =>
      [...readFileSync(join(PROJECT, file), 'utf8').matchAll(/npm run ([a-z0-9:_-]+)/g)]
        .map((match) => match[1]!)
        .filter((name) => !scripts.includes(name))
        .map((name) => `${file}: npm run ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('files that exist', () => {
    const folders = 'src|tests|workflows|activities|migrations|temporal-config|docs|\\.ci';
    const path = new RegExp('[`(]((?:' + folders + ')/[A-Za-z0-9_./-]+\\.(?:ts|cjs|md|yaml|yml|json|sh))[`)#]', 'g');
    const missing = documents.flatMap((file) =>
      [...readFileSync(join(PROJECT, file), 'utf8').matchAll(path)]
        .map((match) => match[1]!)
        .filter((target) => !existsSync(join(PROJECT, target)))
        .map((target) => `${file}: ${target}`),
    );
    expect(missing).toEqual([]);
  });
});
