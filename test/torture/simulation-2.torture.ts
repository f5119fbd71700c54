import { twoYears } from './years.js';

twoYears('second');
