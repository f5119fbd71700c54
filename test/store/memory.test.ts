import { memoryCaseStore, memoryDirectory } from '../../src/store/memory.js';
import { caseStoreContract } from './contract.js';
import { directoryContract } from './contract-directory.js';

caseStoreContract('in memory', async () => ({ persistent: false, open: async (options) => memoryCaseStore(options) }));
directoryContract('in memory', async () => memoryDirectory());
