/** The outside systems this program can talk to. */
import type { ProviderRateLimit } from '../../platform/provider-rate-limit';
import { GryzzlyProvider, type GryzzlySettings } from './gryzzly.provider';
import { PayfitProvider, type PayfitSettings } from './payfit.provider';
import type { RecordKind } from './provider-records.types';
import type { PageRequest, Provider, ProviderKey, ProviderPage } from './provider.types';

/** Every provider by its key. */
export type Providers = Readonly<Record<ProviderKey, Provider>>;

/** Built once for a process: sessions are kept, and callers of this process queue for the limit together. */
export function createProviders(
  settings: { payfit: PayfitSettings; gryzzly: GryzzlySettings },
  limiter: ProviderRateLimit,
): Providers {
  return {
    payfit: ofAnyKind(new PayfitProvider(settings.payfit, limiter)),
    gryzzly: ofAnyKind(new GryzzlyProvider(settings.gryzzly, limiter)),
  };
}

/** For callers that know the provider only by its key: a kind the provider has not is a TypeError. */
function ofAnyKind<Kinds extends RecordKind>(provider: Provider<Kinds>): Provider {
  return {
    key: provider.key,
    kinds: provider.kinds,
    testConnection: (call) => provider.testConnection(call),
    listPage: async <K extends RecordKind>(request: PageRequest<K>) => {
      const wanted: RecordKind = request.kind;
      const kind = provider.kinds.find((one) => one === wanted);
      if (kind === undefined) throw new TypeError(`${provider.key} has no ${wanted}`);
      const page: unknown = await provider.listPage({ ...request, kind });
      return page as ProviderPage<K>;
    },
  };
}
