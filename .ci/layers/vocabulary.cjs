/** The words the layering rules are written in. */
const CODE = '^(src|workflows|activities|migrations|tests|temporal-config)/';
const PURE = '^src/shared/|\\.(types|rules)\\.ts$|^temporal-config/';
const PURE_OR_CONTRACT = '^src/shared/|\\.(types|rules|contract)\\.ts$|^temporal-config/';
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];
/** Packages that compute and do nothing else. */
const PURE_PACKAGES = 'node_modules/(any-ascii|uuid|date-holidays|temporal-polyfill)/';
const PURE_CORE = '^(node:)?(path|crypto|util|assert)$';

const value = { dependencyTypesNot: ['type-only'] };

/** One forbidden edge. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = { CODE, PURE, PURE_OR_CONTRACT, PACKAGES, PURE_PACKAGES, PURE_CORE, value, never };
