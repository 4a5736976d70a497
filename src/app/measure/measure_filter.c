/* measure_filter.c: which measures an address asks for. */
#include "app/measure/measure.h"

static unsigned
factor_of(str word)
{
	for (unsigned i = 0; i < FACTOR_COUNT; i++)
		if (str_eq(word, measure_factor_word(1u << i)))
			return 1u << i;
	return 0;
}

struct measure_filter
measure_filter_asked(const struct req *rq)
{
	str show = req_query(rq, S("show")), area = req_query(rq, S("area")), level = req_query(rq, S("level"));

	return (struct measure_filter){
		.process = rq->process,
		.mine = str_eq(show, S("mine")),
		.late = str_eq(show, S("late")),
		.statuses = str_eq(show, S("open")) ? MEASURES_OPEN : str_eq(show, S("over")) ? MEASURES_OVER : 0,
		.area = str_eq(area, S("preserve")) ? AREA_PRESERVE : str_eq(area, S("improve")) ? AREA_IMPROVE : 0,
		.factors = factor_of(req_query(rq, S("factor"))),
		.level = level.n ? (int)measure_level_of(level) + 1 : 0,
		.phase = req_query(rq, S("phase")),
	};
}
