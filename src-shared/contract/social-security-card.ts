import { z } from 'zod';

/** Why a PIN may not be chosen. */
export const weakPinReason = z.enum(['initial', 'sameDigits', 'run', 'birthDate', 'idTail']);
export type WeakPinReason = z.infer<typeof weakPinReason>;
