import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { Answer } from './social-insurance.ts';

/** Whoever has the photos of record (a JPEG or BMP of a face), for one comparison on a terminal. */
export interface PhotoRegister {
  /** Null: there is none of this person. */
  photo(idNumber: Sensitive<string>): Answer<Sensitive<Uint8Array> | null>;
}
