import { z } from 'zod';

// zod compiles object schemas with `new Function` unless told not to; the page's content security policy
// forbids eval and would report each attempt. Must be imported before any module that makes a schema.
z.config({ jitless: true });
