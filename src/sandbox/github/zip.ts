/**
 * Writes a ZIP archive as GitHub's artifacts come: deflated, and streamed, so that the headers before each file say nothing of its size and the
 * true sizes follow the data (and stand in the directory at the end). A reader that trusts the headers in front would read nothing.
 * Source of the format: PKWARE APPNOTE.TXT 6.3.10, 4.3. No archive over 4 GB, no date but 1 January 1980.
 */
import { crc32, deflateRawSync } from "node:zlib";

const SIZES_FOLLOW = 0x0008;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const FIRST_DAY = 0x0021;

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: Buffer;
  readonly size: number;
  readonly offset: number;
}

/** @param files contents by path, with slashes; kept in this order. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  const written: Written[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const entry = { name: Buffer.from(path, "utf8"), crc: crc32(content), packed: deflateRawSync(content), size: content.length, offset };
    written.push(entry);
    const entryParts = [localHeader(entry), entry.name, entry.packed, descriptor(entry)];
    parts.push(...entryParts);
    offset += entryParts.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = written.flatMap((entry) => [directoryEntry(entry), entry.name]);
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([...parts, ...directory, end(written.length, length, offset)]);
}

function localHeader({ name }: Written): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(SIZES_FOLLOW | UTF8_NAMES, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(FIRST_DAY, 12);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const data = Buffer.alloc(16);
  data.writeUInt32LE(0x08074b50, 0);
  data.writeUInt32LE(crc, 4);
  data.writeUInt32LE(packed.length, 8);
  data.writeUInt32LE(size, 12);
  return data;
}

function directoryEntry({ name, crc, packed, size, offset }: Written): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(SIZES_FOLLOW | UTF8_NAMES, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(FIRST_DAY, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

function end(count: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(length, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
