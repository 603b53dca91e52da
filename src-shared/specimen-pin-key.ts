/**
 * The working key of the emulated PIN pad for triple DES, from textbooks, in hexadecimal: a specimen, no secret of
 * anybody. A real one is loaded in a safe room, and only a pad and a security module have it.
 */
export const specimenPinKey = 'AB9292288227277226252525224665FE';
