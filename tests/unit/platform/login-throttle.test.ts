/** What counts as a failed login, and for whom. */
import { beforeEach, expect, test } from '@jest/globals';
import { FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS, LoginThrottle } from '../../../src/platform/login-throttle';

let throttle: LoginThrottle;
beforeEach(() => {
  throttle = new LoginThrottle(undefined);
});

async function begin(times: number, email: (time: number) => string, address = '10.0.0.1'): Promise<void> {
  for (let time = 0; time < times; time += 1) await throttle.begin(email(time), address);
}

test('an account waits after its failures, an address after its own; others go on', async () => {
  await begin(FAILURES_PER_ACCOUNT, () => 'ada@example.com');
  await expect(throttle.begin('ada@example.com', '10.0.0.2')).rejects.toMatchObject({ code: 'too_many_requests' });
  await begin(FAILURES_PER_ADDRESS - FAILURES_PER_ACCOUNT, (time) => `user-${time}@example.com`);
  await expect(throttle.begin('bob@example.com', '10.0.0.1')).rejects.toMatchObject({ code: 'too_many_requests' });
  await expect(throttle.begin('bob@example.com', '10.0.0.2')).resolves.toBeUndefined();
});

test('an attempt that was not judged counts for nobody', async () => {
  for (let time = 0; time < 2 * FAILURES_PER_ADDRESS; time += 1) {
    await throttle.begin('ada@example.com', '10.0.0.1');
    await throttle.notJudged('ada@example.com', '10.0.0.1');
  }
  await expect(throttle.begin('ada@example.com', '10.0.0.1')).resolves.toBeUndefined();
});

test('what a waiting address sends does not count for the accounts it names', async () => {
  await begin(FAILURES_PER_ADDRESS, (time) => `user-${time}@example.com`);
  for (let time = 0; time < 2 * FAILURES_PER_ACCOUNT; time += 1) {
    await expect(throttle.begin('ada@example.com', '10.0.0.1')).rejects.toMatchObject({ code: 'too_many_requests' });
  }
  await expect(throttle.begin('ada@example.com', '10.0.0.2')).resolves.toBeUndefined();
});

test('a good login forgets the failures of the account and does not count for the address', async () => {
  for (let time = 0; time < 2 * FAILURES_PER_ADDRESS; time += 1) {
    await throttle.begin('ada@example.com', '10.0.0.1');
    await throttle.succeeded('ada@example.com', '10.0.0.1');
  }
  await expect(throttle.begin('ada@example.com', '10.0.0.1')).resolves.toBeUndefined();
});
