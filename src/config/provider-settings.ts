/** Where the outside systems are: server configuration, never a client's. */
import { z } from 'zod';

export const PAYFIT_URL = 'https://partner-api.payfit.com';
const PAYFIT_OAUTH_URL = 'https://oauth.payfit.com';
export const GRYZZLY_URL = 'https://api.gryzzly.io/v1';

const address = z
  .url({ protocol: /^https?$/ })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional();

/** The variables of the environment that name them. */
export const providerVariables = {
  PAYFIT_BASE_URL: address,
  PAYFIT_OAUTH_URL: address,
  GRYZZLY_BASE_URL: address,
};

/** Addresses without a slash at the end; `isGiven` says whether a variable named them. */
export interface ProviderSettings {
  payfit: { baseUrl: string; oauthUrl: string; isGiven: boolean };
  gryzzly: { baseUrl: string; isGiven: boolean };
}

type ProviderVariables = { [Name in keyof typeof providerVariables]?: string | undefined };

/** What is not named is the real one; a Payfit of another address makes and explains its tokens itself, unless said otherwise. */
export function providerSettings(given: ProviderVariables): ProviderSettings {
  const { PAYFIT_BASE_URL: payfit = PAYFIT_URL, GRYZZLY_BASE_URL: gryzzly = GRYZZLY_URL } = given;
  return {
    payfit: {
      baseUrl: payfit,
      oauthUrl: given.PAYFIT_OAUTH_URL ?? (payfit === PAYFIT_URL ? PAYFIT_OAUTH_URL : payfit),
      isGiven: given.PAYFIT_BASE_URL !== undefined,
    },
    gryzzly: { baseUrl: gryzzly, isGiven: given.GRYZZLY_BASE_URL !== undefined },
  };
}
