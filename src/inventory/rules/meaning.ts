/** Group 4: the meaning of one tenant. */
import { certificateRules } from "./certificate.ts";
import { hostRules } from "./hosts.ts";
import { serviceRules } from "./services.ts";

export const meaningRules = [...hostRules, ...serviceRules, ...certificateRules];
