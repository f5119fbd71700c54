import { openPostgres } from '../../src/store/postgres/open.js';
import { DATABASES, freshSchema } from '../postgres/ground.js';
import { openInstance } from '../postgres/instance.js';
import { caseStoreContract } from './contract.js';
import { directoryContract } from './contract-directory.js';

const onError = (error: unknown) => {
  throw error;
};

for (const { name, url } of DATABASES) {
  caseStoreContract(name, async () => {
    const own = await freshSchema(url);
    return {
      persistent: true,
      async open(options) {
        const { store, close } = await openPostgres(own, { ...options, onError });
        return Object.create(store, { close: { value: close } }) as typeof store;
      },
    };
  });
  directoryContract(name, async () => (await openInstance(await freshSchema(url))).directory);
}
