/** Both fakes together, filled with the same people. */
import { demoDates } from '../demo/demo-dates.rules';
import { demoHumans } from './demo-humans';
import { startFake, type RunningFake } from './fake-server';
import { fakeGryzzly } from './gryzzly-server';
import { gryzzlyWorld } from './gryzzly-world';
import { fakePayfit } from './payfit-server';
import { payfitWorld } from './payfit-world';
import { randomHumans } from './random-humans';

export const fakeSizes = [30, 1_000, 10_000] as const;
export type FakeSize = (typeof fakeSizes)[number];

export const FAKE_COMPANY = { id: '64f0a1b2c3d4e5f601234567', name: 'Atelier Démo' } as const;

export interface FakeProvidersRequest {
  /** People; 30 are those of the demo, give or take some. */
  size: FakeSize;
  seed?: number;
  now?: Date;
  /** Free ports unless given. */
  ports?: { payfit: number; gryzzly: number };
}

export interface RunningFakeProviders {
  payfit: RunningFake;
  gryzzly: RunningFake;
  /** As `PAYFIT_BASE_URL` and `GRYZZLY_BASE_URL` want them. */
  baseUrls: { payfit: string; gryzzly: string };
  close: () => Promise<void>;
}

/** Starts both on 127.0.0.1. The same request gives the same rows. */
export async function startFakeProviders(request: FakeProvidersRequest): Promise<RunningFakeProviders> {
  const { size, seed = 1, now = new Date(), ports } = request;
  const { today } = demoDates(now);
  const humans = size === 30 ? demoHumans(now) : randomHumans(size, seed, now);
  const payfitRows = payfitWorld(humans, { companyId: FAKE_COMPANY.id, today, seed });
  const [payfit, gryzzly] = await Promise.all([
    startFake(fakePayfit(FAKE_COMPANY, payfitRows, today), ports?.payfit),
    startFake(fakeGryzzly(gryzzlyWorld(humans, { now, seed })), ports?.gryzzly),
  ]);
  return {
    payfit,
    gryzzly,
    baseUrls: { payfit: payfit.url, gryzzly: `${gryzzly.url}/v1` },
    close: async () => {
      await Promise.all([payfit.close(), gryzzly.close()]);
    },
  };
}
