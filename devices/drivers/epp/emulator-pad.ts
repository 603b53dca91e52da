import { specimenPinKey } from '../../../src-shared/specimen-pin-key.ts';
import type { PinBlockFormat } from '../../contract/pin-pad.ts';
import { decrypt, encrypt, encryptedPinBlock } from './pin-block.ts';
import { type Algorithm, algorithmOf, blockBytes, type EppProfile } from './profile.ts';
import type { EppReply, EppRequest } from './requests.ts';
import { statusCodes } from './status-code.ts';

/** Public test keys of textbooks: specimens, no secrets of anybody. */
export const specimenMasterKey = Uint8Array.from(Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex'));
export const specimenWorkKeys: Readonly<Record<Algorithm, Uint8Array>> = {
  tripleDes: Uint8Array.from(Buffer.from(specimenPinKey, 'hex')),
  aes: Uint8Array.from(Buffer.from('00112233445566778899AABBCCDDEEFF', 'hex')),
  sm4: Uint8Array.from(Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex')),
};

/** ISO 9564-1: a PIN has at least four digits. */
const shortestPin = 4;

export type TypedKey = 'enter' | 'clear' | 'cancel' | `${number}`;

/**
 * The inside of a PIN pad: its keys, which outlive a power cut by their battery, and what was typed, which does not.
 * Every key of the profile is loaded with a specimen, all under one master key.
 */
export class PadCore {
  readonly #profile: EppProfile;
  readonly #random: (count: number) => Uint8Array;
  #master: Uint8Array | null = null;
  readonly #work = new Map<string, Uint8Array>();
  #account = '';
  #algorithms: { keyLoading: Algorithm; work: Algorithm } = { keyLoading: 'tripleDes', work: 'tripleDes' };
  #active: Uint8Array | null = null;
  #typing: { readonly maximum: number; readonly format: PinBlockFormat; digits: string } | null = null;
  #typed: { readonly format: PinBlockFormat; readonly digits: string } | null = null;

  constructor(profile: EppProfile, random: (count: number) => Uint8Array) {
    this.#profile = profile;
    this.#random = random;
    this.injectKeys();
  }

  /** What a key-loading facility does, in a safe room and not over this line. */
  injectKeys(): void {
    this.#master = specimenMasterKey;
    for (const { master, work, algorithm } of Object.values(this.#profile.keys)) {
      this.#work.set(`${master}/${work}`, specimenWorkKeys[algorithm]);
    }
  }

  /** What a pad does to itself when it is opened. */
  erase(): void {
    this.#master = null;
    this.#work.clear();
    this.forget();
  }

  eraseWorkKeys(): void {
    this.#work.clear();
    this.#active = null;
  }

  /** Without power, and at a self-test. */
  forget(): void {
    this.#account = '';
    this.#active = null;
    this.stop();
  }

  stop(): void {
    this.#typing = null;
    this.#typed = null;
  }

  get hasMasterKey(): boolean {
    return this.#master !== null;
  }

  get workKeys(): number {
    return this.#work.size;
  }

  /** How many digits were typed; null when the pad is not listening. */
  get digits(): number | null {
    return this.#typing?.digits.length ?? null;
  }

  /** False when the key has no effect, as the pad is not listening or has enough. */
  press(key: TypedKey, clears: 'all' | 'last'): boolean {
    const typing = this.#typing;
    if (typing === null) return false;
    if (key === 'cancel') this.stop();
    else if (key === 'clear') typing.digits = clears === 'all' ? '' : typing.digits.slice(0, -1);
    else if (key === 'enter') {
      this.#typed = { format: typing.format, digits: typing.digits };
      this.#typing = null;
    } else {
      if (typing.digits.length >= typing.maximum) return false;
      typing.digits += key;
    }
    return true;
  }

  obey(request: EppRequest): EppReply {
    const { badParameter, ok: done } = statusCodes;
    const bad = { status: badParameter, data: new Uint8Array() };
    const plain = { status: done, data: new Uint8Array() };
    switch (request.command) {
      case 'version':
        return { status: done, data: Uint8Array.from(Buffer.from('ZW SPECIMEN 1.00'.padEnd(26, '\0'))) };
      case 'selfTest':
        this.forget();
        return { ...plain, status: this.hasMasterKey ? done : 0xf6 };
      case 'account':
        this.#account = request.digits;
        return plain;
      case 'setParameter': {
        if (request.parameter === 'autoEnter') return plain;
        const algorithm = nameOf(this.#profile.algorithms, request.value);
        if (algorithm === undefined) return bad;
        this.#algorithms = { ...this.#algorithms, [request.parameter]: algorithm };
        return plain;
      }
      case 'loadWorkKey': {
        if (this.#master === null) return masterKeyInvalid;
        const algorithm = this.#algorithms.keyLoading;
        if (request.key.length % blockBytes[algorithm] !== 0 || request.key.length === 8) return bad;
        const key = decrypt(algorithm, this.#master, request.key);
        this.#work.set(`${request.master}/${request.work}`, key);
        return {
          status: done,
          data: encrypt(algorithm, key, new Uint8Array(blockBytes[algorithm])).slice(0, 4),
        };
      }
      case 'activateKey': {
        if (this.#master === null) return masterKeyInvalid;
        this.#active = this.#work.get(`${request.master}/${request.work}`) ?? null;
        return this.#active === null ? bad : plain;
      }
      case 'encrypt': {
        const { work: algorithm } = this.#algorithms;
        if (this.#active === null || request.data.length % blockBytes[algorithm] !== 0) return bad;
        return { status: done, data: encrypt(algorithm, this.#active, request.data) };
      }
      case 'startPin': {
        const format = nameOf(
          this.#profile.modes,
          request.mode,
          (one) => algorithmOf[one] === this.#algorithms.work,
        );
        if (format === undefined || this.#active === null || this.#account === '') return bad;
        this.stop();
        this.#typing = { maximum: request.maximum, format, digits: '' };
        return plain;
      }
      case 'keypad':
        if (!request.open) this.stop();
        return plain;
      case 'readPin': {
        const typed = this.#typed;
        if (typed === null || typed.digits.length < shortestPin || this.#active === null) return bad;
        return {
          status: done,
          data: encryptedPinBlock(typed.format, this.#active, typed.digits, this.#account, this.#random),
        };
      }
    }
  }
}

const masterKeyInvalid: EppReply = { status: statusCodes.badMasterKeyInvalid, data: new Uint8Array() };

function nameOf<Name extends string>(
  codes: Readonly<Partial<Record<Name, number>>>,
  code: number,
  fits: (name: Name) => boolean = () => true,
): Name | undefined {
  return (Object.keys(codes) as Name[]).find((name) => codes[name] === code && fits(name));
}
