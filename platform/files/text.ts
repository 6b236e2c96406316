import { FileFault, type Note } from './fault.ts';

const decode = (label: string, bytes: Uint8Array) => new TextDecoder(label, { fatal: true }).decode(bytes);

/**
 * Text of a file whose encoding nobody stated: UTF-8 (with or without a byte order mark), UTF-16 with one, else GB 18030,
 * which holds GBK and GB 2312.
 * @throws FileFault when it is no text in any of them
 */
export function decodeText(bytes: Uint8Array): { text: string; notes: Note[] } {
  if (bytes.length === 0) throw new FileFault('empty', { zh: '文件是空的', en: 'The file is empty' });
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (wide) {
    try {
      return { text: decode(wide, bytes), notes: [encodingNote('UTF-16')] };
    } catch {
      throw unreadable();
    }
  }
  if (bytes.includes(0)) {
    throw new FileFault('not-text', {
      zh: '这不是文本文件，请检查是否选错了文件',
      en: 'This is not a text file; check that it is the right one',
    });
  }
  try {
    return { text: decode('utf-8', bytes), notes: [] };
  } catch {
    try {
      return { text: decode('gb18030', bytes), notes: [encodingNote('GB 18030 (GBK)')] };
    } catch {
      throw unreadable();
    }
  }
}

const unreadable = () =>
  new FileFault('encoding', {
    zh: '文字编码无法识别，请另存为 UTF-8 编码后再试',
    en: 'The text encoding is neither UTF-8 nor GB 18030; save the file as UTF-8 and try again',
  });

const encodingNote = (name: string): Note => ({
  zh: `文件按 ${name} 编码读取，请检查文字是否正确`,
  en: `Read as ${name}; check that the texts look right`,
});
