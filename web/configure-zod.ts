import { config } from 'zod';
import { inputMessage } from '../src/platform/values/input-messages.ts';

// The first import of the program, because a schema reads this when it is made. zod would compile its checks with `new Function`, which
// our content security policy forbids. Faults of an input are named in our words.
config({ jitless: true, customError: inputMessage });
