import type { Collecting } from '../digits/collect.ts';
import type { OpenMailbox, PhoneMessage } from './mailbox.ts';

export type Folder = 'new' | 'old';

/**
 * Where a caller is in the voicemail menu. Each stage waits for the keys that its prompt names, or for the database's
 * reply.
 */
export type ListeningStage =
  | { at: 'answered' }
  | { at: 'number'; typed: Collecting }
  | { at: 'pin'; number: string | null; typed: Collecting }
  | { at: 'opening'; number: string | null }
  | { at: 'menu'; mailbox: OpenMailbox }
  | { at: 'message'; mailbox: OpenMailbox; folder: Folder; message: PhoneMessage; isHeard: boolean }
  /** the owner hears how to record a greeting, then records it; `id` names the recording */
  | { at: 'greeting'; mailbox: OpenMailbox; id: string; isRecording: boolean }
  | { at: 'newPin'; mailbox: OpenMailbox; typed: Collecting }
  | { at: 'saving'; mailbox: OpenMailbox; what: 'greeting' | 'pin' }
  | { at: 'leaving' };
