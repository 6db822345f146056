// Neutral pictures: one pixel in the type the original had, told by its first bytes.

const pixels: readonly (readonly [mark: string, picture: string])[] = [
  ['89504e47', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='],
  ['47494638', 'R0lGODlhAQABAIAAAMLCwgAAACwAAAAAAQABAAACAkQBADs='],
  [
    'ffd8ff',
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  ],
  ['424d', 'Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAATCwAAEwsAAAAAAAAAAAAAwsLCAA=='],
];

/** Undefined when the bytes are no picture of a known type. */
export function neutralPicture(bytes: Uint8Array): Buffer | undefined {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const found = pixels.find(([mark]) => head.startsWith(mark) && bytes.length > 20);
  return found && Buffer.from(found[1], 'base64');
}
