/* metric.h: figures for those who watch the program: counters and histograms that busy threads add to without a lock, and
 * the text format that Prometheus reads (version 0.0.4).
 *
 * Names, labels and help are constants of the program, never anything of a request or of the database: so no figure can name
 * a person, a room or a place. Source: prometheus.io/docs/instrumenting/exposition_formats. */
#ifndef BASE_METRIC_H
#define BASE_METRIC_H

#include <stdatomic.h>

#include "base/buf.h"

/* Adds to what one thread alone writes and others read now and then: no locked instruction. */
static inline void
own_add(_Atomic int64_t *x, int64_t by)
{
	atomic_store_explicit(x, atomic_load_explicit(x, memory_order_relaxed) + by, memory_order_relaxed);
}

#define SCALE_MOST 16

/* The upper bounds of a histogram's buckets, rising, in whole numbers; in the text each is multiplied by unit. */
struct scale {
	size_t n;
	double unit;
	int64_t bounds[SCALE_MOST];
};

extern const struct scale scale_time;	/* microseconds, shown as seconds: 0.1 ms to 10 s */
extern const struct scale scale_group;	/* how many: 1 to 512 */

/* {0} is empty. One thread adds at a time, any thread reads; a reader may see a value in its bucket before it is in the sum. */
struct histogram {
	_Atomic int64_t buckets[SCALE_MOST + 1];	/* the last: above all bounds */
	_Atomic int64_t sum;
};

void histogram_add(struct histogram *h, const struct scale *s, int64_t value, int64_t times);

/* Histograms of several threads read into one. {0} is empty. */
struct histogram_sum {
	int64_t buckets[SCALE_MOST + 1], sum;
};

void histogram_read(const struct histogram *h, struct histogram_sum *out);	/* adds to out */

/* The two lines before the values of a metric. type is "counter", "gauge" or "histogram". */
void metric_head(struct buf *b, const char *name, const char *type, const char *help);
/* labels: `class="2xx"`, or NULL. */
void metric_int(struct buf *b, const char *name, const char *labels, int64_t value);
void metric_real(struct buf *b, const char *name, const char *labels, double value);
/* Head and values of a metric with one value. */
void metric_counter(struct buf *b, const char *name, int64_t value, const char *help);
void metric_gauge(struct buf *b, const char *name, int64_t value, const char *help);
void metric_histogram(struct buf *b, const char *name, const struct scale *s, const struct histogram_sum *h, const char *help);

#endif
