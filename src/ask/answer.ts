import type { Question } from '../task/schema.js';
import type { CaseTopic } from './case-questions.js';
import type { StatementTopic } from './statement.js';

/** The question that was asked: one of the task's, answered from its file, or one about the asker's own case. */
export type Match =
  | { readonly kind: 'task'; readonly question: Question }
  | { readonly kind: 'case'; readonly about: CaseTopic };

/** What a question leads to: an answer of the task or the case, or that it stands in neither. */
export type Answer = Match | { readonly kind: 'neither' };

/** What an unclear text comes near: a question, or an act that it may speak of. */
export type Near = Match | { readonly kind: 'act'; readonly about: StatementTopic };

/** What is answered with a polite sentence and nothing else. */
export type Talk = 'hello' | 'thanks' | 'bye' | 'fine' | 'later' | 'praise' | 'anger';
