// All HTTP clients whose responses the matchers know; the first that recognises a value reads it.
import type { Client } from '../client.ts';
import axios from './axios.ts';
import fetch from './fetch.ts';
import inject from './inject.ts';
import superagent from './superagent.ts';
import undici from './undici.ts';

export const clients: readonly Client[] = [fetch, axios, superagent, undici, inject];
