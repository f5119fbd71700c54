import { PostgresCaseStore } from '../../src/store/postgres.js';
import { Database } from '../../src/store/postgres-database.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { DATABASES, freshSchema } from '../postgres/ground.js';
import { caseStoreContract } from './contract.js';

for (const { name, url } of DATABASES)
  caseStoreContract(name, async () => {
    const own = await freshSchema(url);
    const open = async () => {
      const database = new Database(own);
      await migrate(database);
      return new PostgresCaseStore(database);
    };
    return { persistent: true, open };
  });
