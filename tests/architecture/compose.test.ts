/** What docker-compose.yml promises, read from the file itself: start order, health, secrets, pins, and commands that exist. */
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { workerEnvironment, workerFlags } from '../../src/local-servers/worker-flags';
import { requiredSearchAttributes } from '../../temporal-config/search-attributes';

const PROJECT = resolve(__dirname, '../..');

interface Service {
  image?: string;
  build?: unknown;
  profiles?: string[];
  command?: string[];
  restart?: string;
  init?: boolean;
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
}

interface ComposeFile {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const text = readFileSync(join(PROJECT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const oneShot = (service: Service): boolean => service.restart?.startsWith('on-failure') === true;
const example = readFileSync(join(PROJECT, '.env.example'), 'utf8');
const explained = new Set([...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]));

function entryOf(service: Service): string | undefined {
  return service.command?.find((word) => word.startsWith('dist/'));
}

describe('profiles', () => {
  test.each(['dev', 'prod', 'test'])('%s has services, and every service has a profile', (profile) => {
    expect(services.filter(([, service]) => service.profiles?.includes(profile)).length).toBeGreaterThanOrEqual(3);
    expect(services.filter(([, service]) => (service.profiles ?? []).length === 0)).toEqual([]);
  });

  test.each(['dev', 'prod'])('%s runs the API, the worker, the migrations and all servers', (profile) => {
    const entries = services.filter(([, { profiles }]) => profiles?.includes(profile));
    const names = entries.map(([name]) => name.replace(/-dev$/, ''));
    expect(names).toEqual(
      expect.arrayContaining(['api', 'worker', 'migrate', 'postgres', 'redis', 'temporal', 'temporal-ui']),
    );
  });

  test('what a service waits for is in all of its profiles', () => {
    const missing = services.flatMap(([name, { depends_on = {}, profiles = [] }]) =>
      Object.keys(depends_on)
        .filter((other) => !profiles.every((profile) => compose.services[other]?.profiles?.includes(profile)))
        .map((other) => `${name} waits for ${other}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('start order', () => {
  test('a job is waited for until it is done, a server until it is healthy', () => {
    const wrong = services.flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on)
        .filter(([other, { condition }]) => {
          const target = compose.services[other]!;
          if (oneShot(target)) return condition !== 'service_completed_successfully';
          return condition !== 'service_healthy' || target.healthcheck === undefined;
        })
        .map(([other]) => `${name} waits for ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  test('everything that stays has a health check, but the Web UI, which nothing waits for', () => {
    const without = services.filter(([, service]) => !oneShot(service) && service.healthcheck === undefined);
    expect(without.map(([name]) => name)).toEqual(['temporal-ui']);
  });

  test('everything that stays is restarted, but servers for tests', () => {
    const staying = services.filter(([, { profiles = [] }]) => !profiles.includes('test'));
    expect(staying.filter(([, { restart }]) => restart === undefined)).toEqual([]);
  });

  test.each([
    ['api', ['migrate']],
    ['worker', ['migrate', 'temporal-namespace']],
    ['temporal-namespace', ['temporal']],
    ['temporal', ['temporal-schema']],
    ['temporal-schema', ['postgres']],
    ['migrate', ['postgres']],
  ])('%s starts after %j', (name, others) => {
    expect(Object.keys(compose.services[name]?.depends_on ?? {})).toEqual(expect.arrayContaining(others));
  });
});

describe('our own services', () => {
  test('each has a command that names an entry file of src', () => {
    expect(ours.map(([name]) => name)).toEqual(
      expect.arrayContaining(['api', 'worker', 'migrate', 'api-dev', 'worker-dev']),
    );
    for (const [name, service] of ours) {
      const source = entryOf(service)
        ?.replace(/^dist\//, '')
        .replace(/\.js$/, '.ts');
      expect({ name, exists: source !== undefined && existsSync(join(PROJECT, source)) }).toEqual({
        name,
        exists: true,
      });
    }
  });

  test('a worker runs with the flags that `npm start` and the benchmarks give it', () => {
    const [program, ...words] = compose.services.worker?.command ?? [];
    expect([program, ...words.slice(0, -1)]).toEqual(['node', ...workerFlags]);
    const image = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8');
    for (const [name, value] of Object.entries(workerEnvironment)) expect(image).toContain(`ENV ${name}=${value}\n`);
  });

  test('each runs under an init, and a worker gets longer to stop than it takes', () => {
    expect(ours.filter(([, { init }]) => init !== true)).toEqual([]);
    const worker = readFileSync(join(PROJECT, 'src/worker.ts'), 'utf8');
    const forceSeconds = Number(/shutdownForceTime: '(\d+)s'/.exec(worker)?.[1]);
    const graceSeconds = Number(/^(\d+)s$/.exec(compose.services.worker?.stop_grace_period ?? '')?.[1]);
    expect(graceSeconds).toBeGreaterThan(forceSeconds);
  });

  test('only the migrations know the owning role', () => {
    const knowing = ours.filter(([, { environment = {} }]) =>
      Object.values(environment).some((value) => value.includes('plan_charge_owner')),
    );
    expect(knowing.map(([name]) => name)).toEqual(['migrate']);
  });

  test('the Dockerfile runs as another user than root, without development packages', () => {
    const dockerfile = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/npm ci --omit=dev/);
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:20\.\d+\.\d+-bookworm-slim$/m);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => match[1]!.split(' '));
    expect(copied.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    const ignored = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').split('\n');
    expect(copied.filter((path) => !ignored.includes(`!${path}`))).toEqual([]);
  });
});

describe('what comes from outside', () => {
  test('every image is pinned to an exact version', () => {
    const others = services.filter(([, { build }]) => build === undefined);
    expect(
      others
        .map(([, { image }]) => image)
        .filter((image) => !/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/.test(image ?? '')),
    ).toEqual([]);
  });

  test('every variable is explained in .env.example, and so is every one the configuration reads', () => {
    const named = [...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map((match) => match[1]!);
    const config = readFileSync(join(PROJECT, 'src/config/config.ts'), 'utf8');
    const read = [...config.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1]!);
    expect(read.length).toBeGreaterThan(20);
    expect([...named, ...read].filter((name) => !explained.has(name))).toEqual([]);
  });

  test('every secret is required, and has no value in the file or in the example', () => {
    const secrets = [...text.matchAll(/\$\{([A-Z_]*(?:PASSWORD|SECRET)[A-Z_]*)([^}]*)\}/g)];
    expect(new Set(secrets.map((match) => match[1])).size).toBe(4);
    expect(secrets.filter((match) => !match[2]!.startsWith(':?'))).toEqual([]);
    expect(secrets.filter((match) => !new RegExp(`^${match[1]!}=$`, 'm').test(example))).toEqual([]);
  });

  test('every mounted path and named volume exists', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
    const missing = sources.filter((source) =>
      source.startsWith('.') ? !existsSync(join(PROJECT, source)) : !(source in compose.volumes),
    );
    expect(missing).toEqual([]);
  });

  test('only the API is published beyond this machine, and only when told so', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(
      published.filter((port) => !port.startsWith('127.0.0.1:') && !port.startsWith('${PUBLISH_ADDRESS:-127.0.0.1}:')),
    ).toEqual([]);
  });

  test('the search attributes are those of temporal-config', () => {
    const list = Object.entries(requiredSearchAttributes).map(([name, type]) => `${name}=${type}`);
    expect(compose.services['temporal-namespace']?.environment?.SEARCH_ATTRIBUTES?.split(' ')).toEqual(list);
    expect(compose.services['temporal-test']?.command).toEqual(expect.arrayContaining(list));
  });
});
