import { attackWithHalf } from './long.js';

attackWithHalf(1);
