import { z } from 'zod';

// zod compiles object schemas with `new Function` unless told not to. The page's content security policy forbids
// eval and would report each attempt; and a start parses with each schema once or twice, which is less work than
// compiling it. Must be imported before any module that makes a schema.
z.config({ jitless: true });
