import { twoYears } from './years.js';

twoYears('first');
