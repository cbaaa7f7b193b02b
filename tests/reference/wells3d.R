# What gstat makes of wells3d.csv: Rscript wells3d.R, in this folder. Made with R gstat 2.1-0 and sp.
library(sp)
library(gstat)
options(digits = 17)
wells <- read.csv("wells3d.csv")
coordinates(wells) <- ~ x + y + z
nodes <- expand.grid(x = 466003 + 4271 * 0:9, y = 6061007 + 9973 * 0:4, z = 150.3 + 7.1 * 0:5)
write <- function(table, name) {
    number <- sapply(table, is.numeric)
    table[number] <- lapply(table[number], formatC, digits = 15, format = "g")
    write.csv(table, name, row.names = FALSE, quote = FALSE)
}
answer <- function(data, places, model, name, ...) {
    coordinates(places) <- ~ x + y + z
    found <- krige(value ~ 1, data, places, model, debug.level = 0, ...)
    write(data.frame(coordinates(found), pred = found$var1.pred, var = found$var1.var), name)
}
flat <- vgm(450, "Sph", 12000, nugget = 50, anis = c(30, 0, 0, 0.6, 0.0012))
answer(wells, nodes, flat, "wells3d_ok_sph_anis30_0_0_.6_.0012_global.csv")
answer(wells, nodes, flat, "wells3d_ok_sph_anis30_0_0_.6_.0012_nmax32.csv", nmax = 32)
answer(wells, nodes, vgm(450, "Exp", 5000, nugget = 50, anis = c(0, 0, 0, 1, 0.002)),
    "wells3d_ok_exp_anis0_0_0_1_.002_global.csv")

# Depths stretched by 500, so that an ellipsoid that dips is one.
steep <- as.data.frame(wells)
steep$z <- 500 * steep$z
coordinates(steep) <- ~ x + y + z
stretched <- transform(nodes, z = 500 * z)
for (angles in list(c(30, 20, 0), c(30, 20, 10))) {
    answer(steep, stretched, vgm(450, "Sph", 30000, nugget = 50, anis = c(angles, 0.5, 0.25)),
        sprintf("wells3d_z500_ok_sph_anis%d_%d_%d_.5_.25_global.csv", angles[1], angles[2], angles[3]))
}
answer(steep, stretched, vgm(450, "Exp", 10000, nugget = 50, anis = c(120, 345, 0, 0.7, 0.2)),
    "wells3d_z500_ok_exp_anis120_345_0_.7_.2_global.csv")

# Each well from the 32 nearest samples of the others.
scores <- as.data.frame(wells)
scores$pred <- scores$var <- NA
for (well in unique(wells$well)) {
    one <- wells$well == well
    found <- krige(value ~ 1, wells[!one, ], wells[one, ], flat, nmax = 32, debug.level = 0)
    scores$pred[one] <- found$var1.pred
    scores$var[one] <- found$var1.var
}
write(scores[c("well", "x", "y", "z", "value", "pred", "var")], "wells3d_cv_leave_well_out_nmax32.csv")

lags <- function(found, name) write(as.data.frame(found)[c("np", "dist", "gamma")], name)
lags(variogram(value ~ 1, wells, cutoff = 42, width = 4.2, alpha = 0, beta = 90, tol.hor = 180, tol.ver = 5),
    "wells3d_v_vertical.csv")
lags(variogram(value ~ 1, wells, cutoff = 30000, width = 2000, alpha = 0, beta = 0, tol.hor = 180, tol.ver = 0.02),
    "wells3d_v_horizontal_tolver0.02.csv")
