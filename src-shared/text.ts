import { z } from 'zod';

/** A sentence in both languages of the terminal. Chinese is written first and by ear: it is spoken too. */
export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof text>;

export const language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof language>;
