/** The atomic steps of the providers' rate limit, in Lua. Time is that of Redis, so that all processes have the same. */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * KEYS: places, blocked. ARGV: limit, wanted, prefix, lease in ms, window in ms. Answers {granted, wait in ms}. A place that is
 * taken now is free no earlier than one window from now, so until then only places given back before can become free: the
 * earliest of them is exactly how long to wait.
 */
export const TAKE_SCRIPT = `${NOW}
local limit, wanted = tonumber(ARGV[1]), tonumber(ARGV[2])
local lease, window = tonumber(ARGV[4]), tonumber(ARGV[5])
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then return {0, blocked} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local granted = math.min(wanted, limit - redis.call('ZCARD', KEYS[1]))
for index = 0, granted - 1 do
  redis.call('ZADD', KEYS[1], now + lease, ARGV[3] .. ':' .. index)
end
if granted > 0 then redis.call('PEXPIRE', KEYS[1], lease) end
if granted >= wanted then return {granted, 0} end
local earliest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {math.max(granted, 0), math.max(1, math.min(tonumber(earliest[2]) - now, window))}`;

/** KEYS: places. ARGV: place, window in ms. The place is free again one window from now. */
export const RELEASE_SCRIPT = `${NOW}
return redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[2]), ARGV[1])`;

/** KEYS: blocked. ARGV: ms. A longer block stays. */
export const BLOCK_SCRIPT = `
local ms = tonumber(ARGV[1])
if redis.call('PTTL', KEYS[1]) < ms then redis.call('SET', KEYS[1], '1', 'PX', ms) end
return 1`;
