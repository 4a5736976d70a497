/* metric.c: counting, and the text format. */
#include "base/metric.h"

const struct scale scale_time = { 16, 1e-6,
	{ 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000 } };

const struct scale scale_group = { 10, 1, { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512 } };

void
histogram_add(struct histogram *h, const struct scale *s, int64_t value, int64_t times)
{
	size_t i = 0;

	while (i < s->n && value > s->bounds[i])
		i++;
	own_add(&h->buckets[i < s->n ? i : SCALE_MOST], times);
	own_add(&h->sum, value * times);
}

void
histogram_read(const struct histogram *h, struct histogram_sum *out)
{
	for (size_t i = 0; i <= SCALE_MOST; i++)
		out->buckets[i] += atomic_load_explicit(&h->buckets[i], memory_order_relaxed);
	out->sum += atomic_load_explicit(&h->sum, memory_order_relaxed);
}

void
metric_head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_addf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
name_and_labels(struct buf *b, const char *name, const char *labels)
{
	if (labels)
		buf_addf(b, "%s{%s} ", name, labels);
	else
		buf_addf(b, "%s ", name);
}

void
metric_int(struct buf *b, const char *name, const char *labels, int64_t value)
{
	name_and_labels(b, name, labels);
	buf_addf(b, "%" PRId64 "\n", value);
}

void
metric_real(struct buf *b, const char *name, const char *labels, double value)
{
	name_and_labels(b, name, labels);
	buf_addf(b, "%.15g\n", value);
}

void
metric_counter(struct buf *b, const char *name, int64_t value, const char *help)
{
	metric_head(b, name, "counter", help);
	metric_int(b, name, NULL, value);
}

void
metric_gauge(struct buf *b, const char *name, int64_t value, const char *help)
{
	metric_head(b, name, "gauge", help);
	metric_int(b, name, NULL, value);
}

void
metric_histogram(struct buf *b, const char *name, const struct scale *s, const struct histogram_sum *h, const char *help)
{
	int64_t count = 0;

	metric_head(b, name, "histogram", help);
	for (size_t i = 0; i < s->n; i++) {
		count += h->buckets[i];
		buf_addf(b, "%s_bucket{le=\"%.15g\"} %" PRId64 "\n", name, (double)s->bounds[i] * s->unit, count);
	}
	count += h->buckets[SCALE_MOST];
	buf_addf(b, "%s_bucket{le=\"+Inf\"} %" PRId64 "\n%s_sum %.15g\n%s_count %" PRId64 "\n", name, count, name,
		(double)h->sum * s->unit, name, count);
}
