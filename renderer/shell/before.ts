/** Imported first of all: zod would else compile parsers with `eval`, which the page's content security policy refuses. */
import { z } from 'zod';

z.config({ jitless: true });
