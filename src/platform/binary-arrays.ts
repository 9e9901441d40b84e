/** Arrays as PostgreSQL receives them in binary: many numbers in one parameter, without writing or parsing digits. */

const HEADER_BYTES = 20;
const ELEMENT_BYTES = 8;
const INT4_OID = 23;

/** A parameter for `cast(? as int4[])`; the values are whole numbers of 32 bits. */
export function binaryIntegers(values: ArrayLike<number>): Buffer {
  const { length } = values;
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + ELEMENT_BYTES * length);
  bytes.writeInt32BE(1, 0); // dimensions
  bytes.writeInt32BE(0, 4); // no nulls
  bytes.writeInt32BE(INT4_OID, 8);
  bytes.writeInt32BE(length, 12);
  bytes.writeInt32BE(1, 16); // the first index
  for (let index = 0, at = HEADER_BYTES; index < length; index += 1, at += ELEMENT_BYTES) {
    bytes.writeInt32BE(4, at); // bytes of the element
    bytes.writeInt32BE(values[index] ?? 0, at + 4);
  }
  return bytes;
}
