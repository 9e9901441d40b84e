/** Every way to forge, alter, steal or outlive a token: all refused. Each test is one attack. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { newApiToken } from '../../src/access/api-token';
import { pollUntil } from '../../src/local-servers/poll-until';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../../src/platform/access-tokens';
import { newId } from '../../src/shared/ids';
import { bearer, buildAccount, signInWithPassword } from '../support/accounts';
import { JWT_SECRET, startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { buildApiToken } from '../support/resources';

const OTHER_SECRET = 'another secret that is long enough for HS256 too';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const outcome = ({ status, body }: ApiAnswer): unknown[] => [status, body.code];
const send = (token: string): Promise<ApiAnswer> => bearer(api, token).get('/people');
const refresh = (refresh_token: string): Promise<ApiAnswer> => api.anonymous.post('/auth/refresh', { refresh_token });
const tokenOf = ({ headers }: SignedIn): string => (headers['Authorization'] ?? '').replace('Bearer ', '');
const present = (): string => tokenOf(api.as.viewer);
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3_600;

function ownClaims() {
  const { userId, sessionId } = api.as.viewer;
  return { sub: userId, org: api.organizationId, sid: sessionId };
}

interface Forgery {
  claims?: JWTPayload;
  header?: object;
  kid?: string | undefined;
  secret?: string;
  audience?: string;
  issuer?: string;
  algorithm?: string;
  expires?: boolean;
}

/** A token as we would sign it ourselves, but for what the forgery says. */
async function forge(forgery: Forgery = {}): Promise<string> {
  const kid = 'kid' in forgery ? forgery.kid : decodeProtectedHeader(present()).kid;
  const header = { alg: forgery.algorithm ?? 'HS256', ...(kid === undefined ? {} : { kid }), ...forgery.header };
  const jwt = new SignJWT({ ...ownClaims(), ...forgery.claims })
    .setProtectedHeader(header)
    .setIssuer(forgery.issuer ?? 'plan-charge')
    .setAudience(forgery.audience ?? 'plan-charge-api')
    .setIssuedAt();
  if (forgery.expires !== false) jwt.setExpirationTime(inAnHour());
  return jwt.sign(Buffer.from(forgery.secret ?? JWT_SECRET));
}

test('what is not forged is accepted, so that the refusals below are about what they alter', async () => {
  expect((await send(present())).status).toBe(200);
  expect((await send(await forge())).status).toBe(200);
});

describe('signatures', () => {
  test.each<[string, Forgery]>([
    ['another key', { secret: OTHER_SECRET }],
    ['an unknown key id', { kid: 'ffffffffffffffff' }],
    ['no key id', { kid: undefined }],
    ['a key id that is a path', { kid: '../../../../dev/null' }],
    ['a key id of the prototype', { kid: '__proto__' }],
    ['a key of its own in the header', { secret: OTHER_SECRET, header: { jwk: { kty: 'oct', k: encode({}) } } }],
    ['another algorithm of the same family', { algorithm: 'HS512', secret: JWT_SECRET.padEnd(64, '.') }],
  ])('401: %s', async (_, forgery) => {
    expect(outcome(await send(await forge(forgery)))).toEqual([401, 'unauthenticated']);
  });

  test('401: algorithm none, alone, under our key id, in other spellings, and with our signature', async () => {
    const unsecured = new UnsecuredJWT(ownClaims())
      .setIssuer('plan-charge')
      .setAudience('plan-charge-api')
      .setExpirationTime(inAnHour())
      .encode();
    const [, payload = '', signature = ''] = present().split('.');
    const headers = ['none', 'None', 'NONE'].map((alg) => encode({ ...decodeProtectedHeader(present()), alg }));
    const tokens = [
      unsecured,
      ...headers.flatMap((header) => [`${header}.${payload}.`, `${header}.${payload}.${signature}`]),
    ];
    for (const token of tokens) expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
  });

  test('401: key confusion, an asymmetric token under our key id', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid = '' } = decodeProtectedHeader(present());
    const token = await new SignJWT(ownClaims())
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer('plan-charge')
      .setAudience('plan-charge-api')
      .setExpirationTime(inAnHour())
      .sign(privateKey);
    expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
  });

  test('401: altered claims, and an altered header, under the old signature', async () => {
    const [header = '', payload = '', signature = ''] = present().split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
    const promoted = encode({ ...claims, sub: api.as.owner.userId, sid: api.as.owner.sessionId });
    const longer = encode({ ...claims, exp: inAnHour() });
    const restyled = encode({ ...decodeProtectedHeader(present()), typ: 'JWT' });
    for (const token of [
      `${header}.${promoted}.${signature}`,
      `${header}.${longer}.${signature}`,
      `${restyled}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
    ]) {
      expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('claims', () => {
  test.each<[string, Forgery]>([
    ['another audience', { audience: 'another-api' }],
    ['another issuer', { issuer: 'somebody' }],
    ['no expiry', { expires: false }],
    ['not yet valid', { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
    ['no session', { claims: { sid: undefined } }],
    ['a subject that is no id', { claims: { sub: "' or 1=1 --" } }],
  ])('401: %s', async (_, forgery) => {
    expect(outcome(await send(await forge(forgery)))).toEqual([401, 'unauthenticated']);
  });

  test('401 token_expired: signed with our key 16 minutes ago', async () => {
    const { viewer } = api.as;
    const claims = { userId: viewer.userId, organizationId: api.organizationId, sessionId: viewer.sessionId };
    const token = await new AccessTokens([JWT_SECRET]).sign(claims, new Date(Date.now() - 16 * 60_000));
    expect(outcome(await send(token))).toEqual([401, 'token_expired']);
  });

  test('401 token_expired as soon as it ends: that it was good before counts for nothing', async () => {
    const { userId, sessionId } = api.as.viewer;
    const claims = { userId, organizationId: api.organizationId, sessionId };
    const { accessTokens } = api.container;
    const ending = await accessTokens.sign(claims, new Date(Date.now() - (ACCESS_TOKEN_SECONDS - 5) * 1_000));
    expect((await send(ending)).status).toBe(200);
    const refused = await pollUntil(async () => {
      const answer = await send(ending);
      return answer.status === 200 ? undefined : answer;
    }, 20_000);
    expect(refused && outcome(refused)).toEqual([401, 'token_expired']);
  });

  test('401: another organisation, another user, another session, under our own signature', async () => {
    const mixtures = [
      { org: api.strangerOrganizationId },
      { org: api.strangerOrganizationId, sid: api.stranger.sessionId },
      { sid: api.stranger.sessionId },
      { sid: newId() },
      { sub: api.as.owner.userId },
    ];
    for (const claims of mixtures) {
      expect(outcome(await send(await forge({ claims })))).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('keys', () => {
  const claimsOf = ({ userId, sessionId }: SignedIn) => ({ userId, organizationId: api.organizationId, sessionId });

  test('after a rotation the new key signs, the old one verifies; dropped, it does not', async () => {
    const rotated = new AccessTokens([OTHER_SECRET, JWT_SECRET]);
    const token = await rotated.sign(claimsOf(api.as.viewer), new Date());
    expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
    const { kid, alg } = decodeProtectedHeader(token);
    expect(alg).toBe('HS256');
    expect(kid).not.toBe(decodeProtectedHeader(present()).kid);
    expect(rotated.keyFor(decodeProtectedHeader(present())).type).toBe('secret');
    expect(() => new AccessTokens([OTHER_SECRET]).keyFor(decodeProtectedHeader(present()))).toThrow('unknown');
  });

  test('an API with the whole ring takes both, one with the old key dropped takes the new one alone', async () => {
    for (const [ring, accepted] of [
      [`${OTHER_SECRET},${JWT_SECRET}`, [200, 200]],
      [OTHER_SECRET, [401, 200]],
    ] as const) {
      const rotated = await startApi({ environment: { JWT_SECRET: ring } });
      try {
        const { userId, sessionId } = rotated.as.viewer;
        const claims = { userId, organizationId: rotated.organizationId, sessionId };
        const statuses = [];
        for (const secret of [JWT_SECRET, OTHER_SECRET]) {
          const token = await new AccessTokens([secret]).sign(claims, new Date());
          statuses.push((await bearer(rotated, token).get('/people')).status);
        }
        expect(statuses).toEqual(accepted);
      } finally {
        await rotated.close();
      }
    }
  });
});

describe('what has ended', () => {
  test('401 at once: the token of a removed member, and of one who is deactivated', async () => {
    for (const how of ['deleted_at', 'deactivated_at']) {
      const member = await api.signIn({ role: 'admin', organizationId: api.organizationId });
      expect((await member.get('/people')).status).toBe(200);
      await api.database
        .admin('memberships')
        .where({ user_id: member.userId })
        .update({ [how]: new Date() });
      expect(outcome(await member.get('/people'))).toEqual([401, 'unauthenticated']);
    }
  });

  test('another role counts at once, up to the organisation it is in', async () => {
    const member = await api.signIn({ role: 'admin', organizationId: api.organizationId });
    await api.database.admin('memberships').where({ user_id: member.userId }).update({ role: 'viewer' });
    expect((await member.post('/teams', { name: 'After' })).status).toBe(403);
  });

  test.each(['session expired', 'session revoked', 'user deleted', 'organization deleted'])(
    '401 at once: %s',
    async (end) => {
      const organizationId = (await api.factory.organization()).id;
      const owner = await api.signIn({ role: 'owner', organizationId });
      expect((await owner.get('/people')).status).toBe(200);
      const past = new Date(Date.now() - 1_000);
      const ends = {
        'session expired': ['sessions', owner.sessionId, { expires_at: past }],
        'session revoked': ['sessions', owner.sessionId, { revoked_at: past }],
        'user deleted': ['users', owner.userId, { deleted_at: past }],
        'organization deleted': ['organizations', organizationId, { deleted_at: past }],
      } as const;
      const [table, id, columns] = ends[end as keyof typeof ends];
      await api.database.admin(table).where({ id }).update(columns);
      expect(outcome(await owner.get('/people'))).toEqual([401, 'unauthenticated']);
    },
  );
});

describe('refresh tokens', () => {
  test('401: one that was used before ends the session, with the access token of who used it first', async () => {
    const { email } = await buildAccount(api);
    const stolen = (await signInWithPassword(api, email)).refreshToken;
    const thief = (await refresh(stolen)).body;
    api.clock.advance(11_000);
    expect(outcome(await refresh(stolen))).toEqual([401, 'refresh_token_reused']);
    expect(outcome(await refresh(thief.refresh_token))).toEqual([401, 'unauthenticated']);
    expect(outcome(await send(thief.access_token))).toEqual([401, 'unauthenticated']);
  });

  test('401: the ids of somebody else’s session, with one’s own secret or an invented one', async () => {
    const own = (await signInWithPassword(api, (await buildAccount(api)).email)).refreshToken;
    const theirs = (await signInWithPassword(api, (await buildAccount(api)).email)).refreshToken;
    const [, sessionId = ''] = theirs.split('_');
    const secret = own.slice(own.indexOf('_', 4) + 1);
    expect((await refresh(`pcr_${sessionId}_${secret}`)).status).toBe(401);
  });

  test('401: what is no refresh token, be it an access token, nonsense or an id that is none', async () => {
    for (const token of [
      present(),
      'nonsense',
      `pcr_${newId()}_${'A'.repeat(43)}`,
      `pcr_${'-'.repeat(36)}_${'A'.repeat(43)}`,
      `pcr_${newId().toUpperCase()}_${'A'.repeat(43)}`,
    ]) {
      expect(outcome(await refresh(token))).toEqual([401, 'unauthenticated']);
    }
  });

  test('401: a refresh token, or a digest out of the database, in place of an access token', async () => {
    const { refreshToken } = await signInWithPassword(api, (await buildAccount(api)).email);
    const digest = createHash('sha256').update(refreshToken).digest('base64url');
    for (const token of [refreshToken, digest]) expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
  });
});

describe('API tokens', () => {
  test('401: one with the ids of another, one of another organisation, and the digest that is stored', async () => {
    const { id, secret } = (await buildApiToken(api.as.owner)) as unknown as { id: string; secret: string };
    expect((await send(secret)).status).toBe(200);
    const { secret_hash: hash } = await api.database.admin('api_tokens').where({ id }).first<{ secret_hash: Buffer }>();
    for (const token of [
      newApiToken(api.organizationId, id),
      newApiToken(api.strangerOrganizationId, id),
      `pc_${hash.toString('base64url')}`,
      `${secret}x`,
      secret.slice(0, -1),
      secret.toUpperCase(),
    ]) {
      expect(outcome(await send(token))).toEqual([401, 'unauthenticated']);
    }
  });

  test('403: more than the scopes, and more than the maker', async () => {
    const narrow = (await buildApiToken(api.as.owner, { scopes: ['person.read'] }))['secret'] as string;
    const wide = (await buildApiToken(api.as.viewer, { scopes: ['write'] }))['secret'] as string;
    expect((await bearer(api, narrow).get('/teams')).status).toBe(403);
    expect((await bearer(api, wide).post('/teams', { name: 'x' })).status).toBe(403);
  });
});

test.each(['', 'Bearer', 'Bearer ', 'Bearer a.b.c', 'Basic YTpi', 'Bearer null', 'Bearer pc_'])(
  '401: Authorization %j',
  async (Authorization) => {
    const answer = await api.anonymous.get('/people', { Authorization });
    expect(outcome(answer)).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  },
);
