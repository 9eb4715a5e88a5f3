/** The secrets that upstream's repository and documentation publish as samples. */

/**
 * First 16 hexadecimal digits of the SHA-256 of each. They are public and still not repeated here,
 * so that nobody copies one from this file and no scanner of secrets has to be told about it.
 */
export const SAMPLE_HASHES: ReadonlySet<string> = new Set([
  "0cfe5f070223ced6",
  "0e25e39ff0ff23d9",
  "0fbf41a16a8788d9",
  "11d43bf3fac39c3b",
  "1799a90b57919e2c",
  "20bf7ee17fdac2c1",
  "240be518fabd2724",
  "248958352cff5160",
  "2a97516c354b6884",
  "5f22495e5db76ff8",
  "63f2e953ca20a142",
  "6a8a8a0b290188ca",
  "6b599a39b28f45c3",
  "7745383f29eb6c93",
  "7f00be54c66d937b",
  "971996db62cc1de1",
  "a7ab207d7f2187bd",
  "aae23029763b7afc",
  "ab7588a9d70305bc",
  "acb354f2e7eb49ae",
  "e2ccb05e4dc01efb",
  "f601030fa10dca49",
  "f9a7597356b2c74f",
]);
