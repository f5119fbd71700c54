import type { Understanding } from '../ask/understand.js';
import type { World } from '../case/decision.js';

/** Loads the reader of free text when the first one comes, once. */
export function onFirstText({ task }: World): () => Promise<Understanding> {
  let loaded: Promise<Understanding> | undefined;
  return () => {
    loaded ??= import('../ask/understand.js').then(({ Understanding }) => new Understanding(task.questions));
    return loaded;
  };
}
