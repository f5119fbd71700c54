import { memoryCaseStore } from '../../src/store/memory.js';
import { caseStoreContract } from './contract.js';

caseStoreContract('in memory', async () => ({ persistent: false, open: async () => memoryCaseStore() }));
