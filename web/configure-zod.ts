import { config } from 'zod';
import { inputMessage } from '../src/platform/values/input-messages.ts';

// Must be the first import, because schemas read this configuration when they are created. zod would compile its checks with `new Function`, which
// our content security policy forbids. `customError` replaces zod's messages by ours.
config({ jitless: true, customError: inputMessage });
